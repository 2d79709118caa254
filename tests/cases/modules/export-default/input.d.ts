import Thing, { type Other } from './thing.js';
interface Entry {
  thing: Thing;
  other: Other;
}
export default Entry;
export { Entry as Named };
