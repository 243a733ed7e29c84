// Where an article may be shown. What a source brought is for every channel; what people alone brought is for the
// channels that they brought it to, since a channel may be private. The store does not know which ones are.

/** True in SQL of the article `alias` in any of `channels`, a parameter of channel ids. */
export function mayBeShown(alias: string, channels: string): string {
  return `(${alias}.source_id is not null
    or exists (select from sighting where sighting.article_id = ${alias}.id)
    or exists (select from share where share.article_id = ${alias}.id and share.channel_id = any(${channels}))
    or exists (select from message where message.article_id = ${alias}.id
      and message.channel_id = any(${channels}) and ts is not null and gone_at is null))`;
}
