declare namespace Messages {
  interface Hello {
    type: 'hello';
  }
  interface Bye {
    type: 'bye';
    code: number;
  }
  type Any = Hello | Bye;
}
export = Messages;
