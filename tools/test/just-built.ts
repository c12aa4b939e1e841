/** The variable by which `npm test` tells the tests that `dist` is what the sources say. */
export const JUST_BUILT = "ATLAS_IAC_JUST_BUILT";
