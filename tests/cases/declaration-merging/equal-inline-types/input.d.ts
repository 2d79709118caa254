export interface A { m: { [key: string]: Array<'t' | 'i'> }; o: { x: number } }
export interface A { m: { [key: string]: Array<'t' | 'i'> }; o: { x: number } }
