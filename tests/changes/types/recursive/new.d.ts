export interface Tree {
  left?: Tree;
  right?: Leaf | Tree[];
}

export interface Leaf {
  value: string;
  of?: Tree;
}

export interface OtherTree {
  left?: OtherTree;
  right?: OtherLeaf | OtherTree[];
}

export interface OtherLeaf {
  value: string;
  of?: OtherTree;
}

export interface Told {
  type: 'told';
  tree: OtherTree;
}

export interface Done {
  type: 'done';
}

export type ServerEvent = Told | Done;
