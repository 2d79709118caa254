// One type for each file, and the file is named after it: its name tells nothing.
export * from "./agents/types/Request";
export * as documents from "./documents/types/Request";
