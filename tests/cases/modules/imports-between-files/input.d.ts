import * as Shared from '../imports-between-files/lib/shared.js';
import { Tool as SharedTool, type Metadata } from './lib/shared.js';
import { Events } from './lib/index.js';
import { Dotted } from './lib/mod.mjs';
import { Common } from './lib/common.cjs';
import { Folder } from './lib/folder/index.js';
export interface Tool {
  name: string;
  shared: SharedTool;
}
export interface Holder {
  tool: Tool;
  metadata: Shared.Metadata | null;
  same?: Metadata | null;
  event: Events.Any;
  dotted: Dotted;
  common: Common;
  folder: Folder;
}
