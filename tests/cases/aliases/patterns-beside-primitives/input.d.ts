export type Delay = `${number} ${'second' | 'hour'}` | 'now' | number;
export interface Holder { delay: Delay | number; name: Delay | string }
