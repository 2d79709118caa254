export interface Item { id: string; name: string }
export interface Part { id: string; name: string }
export interface Setup {
  type: 'setup';
  /** The session, of which there is one. */
  id: string;
  left: string;
  right: string;
  item: Item;
  part: Part;
}
export interface Stop { type: 'stop'; id: string }
export type ClientEvent = Setup | Stop;
