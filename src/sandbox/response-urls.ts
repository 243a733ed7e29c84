// response_url: where an app answers a command or a button later, five times within half an hour.
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { BadRequest, readJsonObject, sendJson } from './http-exchange.ts';
import { BOT, TEAM } from './members.ts';
import type { Message } from './messages.ts';
import { SlackError } from './web-api/call.ts';
import { readBlocks } from './web-api/chat.ts';
import type { HttpHandler } from './web-api.ts';
import type { Workspace } from './workspace.ts';

const USES = 5;
const LIFETIME_MS = 30 * 60_000;

/** What an answer is about: the person, the channel, and the message whose button was pressed, if any. */
export interface ResponseTarget {
  userId: string;
  channelId: string;
  messageTs: string | null;
}

interface Ticket extends ResponseTarget {
  usesLeft: number;
  expires: number;
}

export interface ResponseUrls {
  create(target: ResponseTarget): string;
  /** Answers requests whose path begins with `/response/`. */
  handle: HttpHandler;
}

export function createResponseUrls(workspace: Workspace, baseUrl: () => string): ResponseUrls {
  const tickets = new Map<string, Ticket>();

  function use(id: string): ResponseTarget {
    const ticket = tickets.get(id);
    if (!ticket) throw new SlackError('no_such_url');
    if (ticket.expires < workspace.now().getTime()) throw new SlackError('expired_url');
    if (ticket.usesLeft === 0) throw new SlackError('used_url');
    ticket.usesLeft -= 1;
    return ticket;
  }

  return {
    create(target) {
      const now = workspace.now().getTime();
      for (const [id, ticket] of tickets) if (ticket.expires < now - LIFETIME_MS) tickets.delete(id);
      const id = randomBytes(16).toString('hex');
      tickets.set(id, { ...target, usesLeft: USES, expires: now + LIFETIME_MS });
      return `${baseUrl()}/response/${TEAM.id}/${id}`;
    },
    async handle(request, response, url) {
      if (request.method !== 'POST') return refuse(response, 405, 'method_not_allowed');
      try {
        const answer = await readJsonObject(request);
        respond(workspace, use(url.pathname.split('/').at(-1) ?? ''), answer);
        response.writeHead(200, { 'content-type': 'text/html' }).end('ok');
      } catch (error) {
        if (error instanceof BadRequest) return refuse(response, error.status, 'invalid_payload');
        if (error instanceof SlackError) return refuse(response, 404, error.code);
        throw error;
      }
    },
  };
}

function refuse(response: ServerResponse, status: number, error: string): void {
  sendJson(response, status, { ok: false, error });
}

/**
 * Carries out an answer, whether it came through a response_url or as the body of an ack.
 * Throws `SlackError` where its blocks break a limit or it says nothing.
 */
export function respond(workspace: Workspace, target: ResponseTarget, answer: Record<string, unknown>): void {
  const source = target.messageTs ? workspace.messages.find(target.channelId, target.messageTs) : undefined;
  if (answer.delete_original === true) {
    if (source) workspace.remove(source);
    return;
  }
  const blocks = readBlocks(answer.blocks) ?? null;
  const text = typeof answer.text === 'string' ? answer.text : '';
  if (text === '' && !blocks?.length) throw new SlackError('no_text');
  if (answer.replace_original === true && source) {
    workspace.edit(source, { text, blocks }, BOT.userId);
    return;
  }
  workspace.post({
    channelId: target.channelId,
    userId: BOT.userId,
    byApp: true,
    text,
    blocks,
    threadTs: answerThread(answer, source),
    visibleTo: answer.response_type === 'in_channel' ? null : target.userId,
  });
}

/** Slack puts the answer to a button in a thread there only where the app asks for it. */
function answerThread(answer: Record<string, unknown>, source: Message | undefined): string | null {
  if (typeof answer.thread_ts === 'string') return answer.thread_ts;
  return source?.visibleTo && source.threadTs ? source.threadTs : null;
}
