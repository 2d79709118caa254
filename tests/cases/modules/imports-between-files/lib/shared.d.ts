import { Tool as Original } from '../input.js';
export type Metadata = { [key: string]: string };
export interface Tool {
  id: string;
  back?: Original;
}
