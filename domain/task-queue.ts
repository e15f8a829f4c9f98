/** Where workers and those who start workflows meet. */
export const taskQueue = 'settlement';
