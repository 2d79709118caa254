// "." and ".." are the index of a folder, the same file as "./index".
export { Agent } from "./index";
export * from "./inner";
