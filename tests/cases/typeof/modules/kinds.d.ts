import type * as Constants from "./constants.js";
export * as Kind from "./constants.js";
export type Kind = (typeof Constants)[keyof typeof Constants];
