import { Gone } from './gone.js';
import * as Lost from '../lost/index.js';
import { Package } from 'some-package-that-is-not-installed';
export interface A {
  gone: Gone;
  lost?: Lost.Thing;
  list?: Array<Package>;
  fine: string;
}
