// Loaded before anything else (`node --import`): what is compiled once, and stripped of its types, is kept for the next
// start. That start is quicker, and spares the memory of the stripper, which would stay.
// Plain JavaScript, since it must not need the stripper itself.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Not the system's folder for temporary files, Node's default: whoever can write there could hand us code. Where this
// one cannot be written (an image), what is there is read all the same. NODE_COMPILE_CACHE comes first.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'compiled'));
