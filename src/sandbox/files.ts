// Files of the workspace: an upload that is expected, its bytes, and Slack's shape of a file.
// Knows nothing of messages; a message names its files by id.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BadRequest, readBytes, sendText } from './http-exchange.ts';
import { TEAM } from './members.ts';
import type { HttpHandler } from './web-api.ts';

export interface WorkspaceFile {
  id: string;
  name: string;
  size: number;
  userId: string;
  /** `null` until the bytes have come. */
  content: Buffer | null;
  /** Unix seconds. */
  created: number;
}

/** Slack's names of what people mostly share; anything else is `binary`. */
const TYPES: Record<string, { mimetype: string; pretty: string }> = {
  pdf: { mimetype: 'application/pdf', pretty: 'PDF' },
  png: { mimetype: 'image/png', pretty: 'PNG' },
  jpg: { mimetype: 'image/jpeg', pretty: 'JPEG' },
  txt: { mimetype: 'text/plain', pretty: 'Plain Text' },
  md: { mimetype: 'text/plain', pretty: 'Markdown' },
  json: { mimetype: 'application/json', pretty: 'JSON' },
};

/** What is kept of a file over a restart. */
export type KeptFile = Omit<WorkspaceFile, 'content' | 'created'> & { base64: string; created?: number };

export class FileStore {
  readonly #files = new Map<string, WorkspaceFile>();
  readonly #now: () => Date;
  /** Where the sandbox's server listens; set once it does. */
  baseUrl = '';

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** A file whose bytes are still to come. */
  expect(name: string, size: number, userId: string): WorkspaceFile {
    const id = `F${randomBytes(5).toString('hex').toUpperCase()}`;
    const created = Math.floor(this.#now().getTime() / 1000);
    const file: WorkspaceFile = { id, name, size, userId, content: null, created };
    this.#files.set(id, file);
    return file;
  }

  add(name: string, content: Buffer, userId: string): WorkspaceFile {
    const file = this.expect(name, content.length, userId);
    file.content = content;
    return file;
  }

  find(id: string): WorkspaceFile | undefined {
    return this.#files.get(id);
  }

  uploadUrl(id: string): string {
    return `${this.baseUrl}/upload/${id}`;
  }

  json(file: WorkspaceFile): Record<string, unknown> {
    const ending = /\.([a-z\d]+)$/i.exec(file.name)?.[1]?.toLowerCase() ?? '';
    const type = TYPES[ending];
    return {
      id: file.id,
      created: file.created,
      timestamp: file.created,
      name: file.name,
      title: file.name,
      mimetype: type?.mimetype ?? 'application/octet-stream',
      filetype: type ? ending : 'binary',
      pretty_type: type?.pretty ?? 'Binary',
      user: file.userId,
      user_team: TEAM.id,
      editable: false,
      size: file.size,
      mode: 'hosted',
      is_external: false,
      external_type: '',
      is_public: false,
      public_url_shared: false,
      display_as_bot: false,
      username: '',
      url_private: `${this.baseUrl}/files/${file.id}`,
      url_private_download: `${this.baseUrl}/files/${file.id}`,
      permalink: `https://${TEAM.domain}.slack.com/files/${file.userId}/${file.id}`,
      has_rich_preview: false,
      file_access: 'visible',
    };
  }

  snapshot(): KeptFile[] {
    return [...this.#files.values()].flatMap(({ content, ...file }) =>
      content ? [{ ...file, base64: content.toString('base64') }] : [],
    );
  }

  restore(kept: readonly KeptFile[]): void {
    for (const { base64, created = 0, ...file } of kept) {
      this.#files.set(file.id, { ...file, created, content: Buffer.from(base64, 'base64') });
    }
  }

  /** `POST /upload/ID` takes the bytes, raw or as a form; `GET /files/ID` gives them, always as a download. */
  readonly handle: HttpHandler = async (request, response, url) => {
    const [, place, id = ''] = url.pathname.split('/');
    const file = this.#files.get(id);
    if (!file) return sendText(response, 404, 'There is no such file');
    if (place === 'upload') return this.#take(file, request, response);
    if (!file.content) return sendText(response, 404, 'The file has not come yet');
    response.writeHead(200, {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'x-content-type-options': 'nosniff',
    });
    response.end(file.content);
  };

  async #take(file: WorkspaceFile, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const type = request.headers['content-type'] ?? '';
    const bytes = await readBytes(request);
    const content = type.startsWith('multipart/form-data') ? await bytesOfForm(bytes, type) : bytes;
    if (content.length !== file.size)
      throw new BadRequest(400, 'These are not as many bytes as were announced');
    file.content = content;
    sendText(response, 200, `OK - ${content.length}`);
  }
}

async function bytesOfForm(body: Buffer, type: string): Promise<Buffer> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  for (const value of form.values()) {
    if (value instanceof Blob) return Buffer.from(await value.arrayBuffer());
  }
  throw new BadRequest(400, 'The form has no file');
}
