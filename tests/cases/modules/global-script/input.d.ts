/** No import and no export: a script whose declarations are global. */
interface Message {
  kind: Kind;
  body?: Body_;
}
type Kind = 'text' | 'image';
declare interface Body_ {
  text: string;
}
declare namespace Wire {
  interface Frame {
    message: Message;
  }
}
declare const VERSION: 3;
declare function send(message: Message): void;
