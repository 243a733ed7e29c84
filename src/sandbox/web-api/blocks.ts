// blocks.validate: Slack's check of blocks, messages and views, for which no token is needed.
import { checkBlocks, checkView, MESSAGE_BLOCKS } from '../block-limits.ts';
import { type Method, SlackError } from './call.ts';

const validate: Method = ({ args }) => {
  const given = (name: string) => args.json(name, 'invalid_arguments') as Record<string, unknown> | undefined;
  const message = given('message');
  const view = given('view');
  const problems = view ? checkView(view) : checkBlocks(message?.blocks ?? given('blocks'), MESSAGE_BLOCKS);
  if (problems.length === 0) return {};
  const errors = problems.map((problem) => {
    const [, words = problem, pointer = ''] = /^(.*) \[json-pointer:(.*)\]$/s.exec(problem) ?? [];
    return { pointer, code: 'failed_constraint', message: words };
  });
  throw new SlackError(view ? 'invalid_view' : message ? 'invalid_message' : 'invalid_blocks', { errors });
};

export const blocksMethods: Record<string, Method> = { 'blocks.validate': validate };
