export declare const NAME = "Name";
export type NAME = typeof NAME;
export declare const DOCUMENT = "Document";
