// What tests get for `preact`: transform-preact.js says how.
