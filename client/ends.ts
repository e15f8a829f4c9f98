/** A command ends with its exit status. */
export async function ends(command: () => Promise<number>): Promise<void> {
  process.exitCode = await command();
}
