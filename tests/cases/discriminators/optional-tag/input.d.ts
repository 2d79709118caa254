/** Tools whose tag may be left away, beside one whose tag must be there. */
export interface FunctionTool {
  type?: 'function';
  name?: string;
  parameters?: unknown;
}
export interface McpTool {
  type: 'mcp';
  server_label: string;
}
export type Tool = FunctionTool | McpTool;
export interface Pcm {
  type?: 'audio/pcm';
  rate?: 24000;
}
export interface Pcmu {
  type?: 'audio/pcmu';
}
export interface Pcma {
  type?: 'audio/pcma';
}
/** Every tag is optional: without one, all members fit. */
export type Format = Pcm | Pcmu | Pcma;
export interface Session {
  tools?: Array<Tool>;
  format?: Format;
}
