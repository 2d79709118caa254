export interface Hello { op: 10; interval?: number }
export interface Yes { op: true }
export interface Text { op: '11' }
export type Message = Hello | Yes | Text;
