/** Tags with everything in them that a name or a string literal cannot hold as it is. */
export type Event =
  | { 'event-type': 'it\'s "quoted"'; a: 1 }
  | { 'event-type': 'new\nline'; b: 2 }
  | { 'event-type': ''; c: 3 }
  | { 'event-type': '😀'; d: 4 };
