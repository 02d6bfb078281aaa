/** The package's own types are not reachable from an ES module. */
declare module 'cephes' {
  const cephes: {
    compiled: Promise<void>;
    ndtr(x: number): number;
    ndtri(p: number): number;
    incbet(a: number, b: number, x: number): number;
    incbi(a: number, b: number, p: number): number;
    igam(a: number, x: number): number;
  };
  export default cephes;
}
