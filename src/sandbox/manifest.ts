// What the sandbox reads from an app's manifest: its name, scopes, events and slash commands.
import { z } from 'zod';

const manifestShape = z.object({
  display_information: z.object({ name: z.string(), description: z.string().optional() }),
  features: z
    .object({
      bot_user: z.object({ display_name: z.string() }).optional(),
      app_home: z
        .object({ home_tab_enabled: z.boolean().optional(), messages_tab_enabled: z.boolean().optional() })
        .optional(),
      slash_commands: z
        .array(
          z.object({
            command: z.string(),
            description: z.string().default(''),
            usage_hint: z.string().default(''),
          }),
        )
        .default([]),
      shortcuts: z
        .array(
          z.object({
            name: z.string(),
            type: z.enum(['message', 'global']),
            callback_id: z.string(),
            description: z.string(),
          }),
        )
        .default([]),
    })
    .default({ slash_commands: [], shortcuts: [] }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z
    .object({
      event_subscriptions: z.object({ bot_events: z.array(z.string()).default([]) }).optional(),
      interactivity: z.object({ is_enabled: z.boolean() }).optional(),
    })
    .default({}),
});

export interface AppManifest {
  name: string;
  description: string;
  scopes: ReadonlySet<string>;
  events: ReadonlySet<string>;
  commands: readonly { command: string; description: string; usage_hint: string }[];
  /** Of messages; global ones are not offered here. */
  shortcuts: readonly { name: string; callback_id: string; description: string }[];
  hasHome: boolean;
  isInteractive: boolean;
}

/** Throws a zod error that names the key where the manifest is not what Slack takes. */
export function readManifest(json: unknown): AppManifest {
  const manifest = manifestShape.parse(json);
  const { features, settings } = manifest;
  return {
    name: features.bot_user?.display_name ?? manifest.display_information.name,
    description: manifest.display_information.description ?? '',
    scopes: new Set(manifest.oauth_config.scopes.bot),
    events: new Set(settings.event_subscriptions?.bot_events ?? []),
    commands: features.slash_commands,
    shortcuts: features.shortcuts.filter(({ type }) => type === 'message'),
    hasHome: features.app_home?.home_tab_enabled === true,
    isInteractive: settings.interactivity?.is_enabled === true,
  };
}
