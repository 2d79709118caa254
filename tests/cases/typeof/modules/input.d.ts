// A module as a value: all that it exports, also where a type has the name of it.
import { Kind } from "./kinds.js";
import build from "./build.js";

export interface Node {
  kind: Kind;
  name: Kind.NAME;
  document: typeof Kind.DOCUMENT;
  all: typeof import("./constants.js");
  tool: typeof build;
}
