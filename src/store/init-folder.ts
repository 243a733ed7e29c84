// Runs as a process of its own: makes an empty database in a folder and ends. What that takes of memory, about 170 MB
// of WebAssembly pages that are never given back, goes with it.
import { PGlite } from '@electric-sql/pglite';

const pglite = await PGlite.create({ dataDir: process.argv[2] ?? '' });
await pglite.close();
