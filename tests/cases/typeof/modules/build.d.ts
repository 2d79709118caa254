declare namespace build {
  export let version: string;
}
declare function build(): void;
export default build;
