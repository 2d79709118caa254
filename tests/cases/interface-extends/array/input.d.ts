export type Json = string | number | boolean | null | JsonObject | JsonArray;
export interface JsonObject { [key: string]: Json }
export interface JsonArray extends Array<Json> {}
export interface Named extends ReadonlyArray<string> { name: string }
export interface Holder { value: Json; list: JsonArray; named: Named }
