export interface O { x: 1 }
