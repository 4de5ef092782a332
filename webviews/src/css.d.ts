/** Style sheets are bundled by the build beside each page; importing one has no value. */
declare module '*.css';
