/**
 * What the state of every resource holds as its provider: a program for the Pulumi engine's dynamic provider process.
 *
 * FROZEN. State written by any release of this package runs this text with whatever release is installed later, so neither it
 * nor the path and signature of what it requires may ever change. Pulumi resolves the module from the directory of the Pulumi
 * program and from nowhere else.
 */
export const PROVIDER_TEXT = `exports.handler = function () {
  try {
    return require("atlas-iac/provider").resourceProvider;
  } catch (error) {
    if (error && error.code === "MODULE_NOT_FOUND" && String(error.message).includes("atlas-iac")) {
      throw new Error("The package atlas-iac cannot be found from " + process.cwd() + ". It must be a direct dependency of the Pulumi program: run npm install atlas-iac there.");
    }
    throw error;
  }
};
`;
