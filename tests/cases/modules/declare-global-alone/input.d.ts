declare global {
  interface Ping {
    type: 'ping';
  }
  interface Pong {
    type: 'pong';
    inside: Parts.Inner;
  }
  type Event = Ping | Pong;
  namespace Parts {
    interface Inner {
      x: 1;
    }
  }
}
export {};
