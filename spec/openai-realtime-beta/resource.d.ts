// Written for this project: the smallest declaration that the imports of this tree need.
// The published class holds a client and is no part of any message; see ORIGIN.toml.
export declare class APIResource {
    constructor(client: unknown);
}
