/** The entry itself exports a namespace with everything in it. */
declare namespace Protocol {
  interface Hello {
    type: 'hello';
    version: Version;
  }
  type Version = 1 | 2;
}
export = Protocol;
