interface A { type: 'a'; message?: U }
interface B { type: 'b'; message?: U & { added: string } }
export type U = A | B;
