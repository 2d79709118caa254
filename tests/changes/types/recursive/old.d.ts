export interface Tree {
  left?: Tree;
  right?: Leaf | Tree[];
}

export interface Leaf {
  value: string;
  of?: Tree;
}

export interface Told {
  type: 'told';
  tree: Tree;
}

export interface Done {
  type: 'done';
}

export type ServerEvent = Told | Done;
