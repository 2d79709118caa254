export {};
export declare function send(message: string): void;
