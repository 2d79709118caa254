/** A sign keeps a literal only directly before a number. */
const minus = -1;
const plus = +2;
const twice = - -1;
const parenthesized = -(1);
const negatedTrue = -true;
const positiveFalse = +false;
const fromText = +"3";
export interface Signs {
  minus: typeof minus;
  plus: typeof plus;
  twice: typeof twice;
  parenthesized: typeof parenthesized;
  negatedTrue: typeof negatedTrue;
  positiveFalse: typeof positiveFalse;
  fromText: typeof fromText;
}
