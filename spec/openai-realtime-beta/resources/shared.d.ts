// Written for this project: of the published module, what the Realtime API's messages refer to.
// Names and types are the published ones, the comments are ours; see ORIGIN.toml.
/**
 * Labels of the caller's own choice for an object: at most 16 pairs of strings.
 *
 * A key has at most 64 characters, a value at most 512.
 */
export type Metadata = Record<string, string>;
