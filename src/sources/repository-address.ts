// Which addresses are those of a repository or a model, dataset or space. Pure.

export type RepositoryAddress =
  | { site: 'github'; owner: string; name: string }
  | { site: 'hugging-face'; what: 'models' | 'datasets' | 'spaces'; id: string };

/** Sections of the two sites that stand where an owner's name would. */
const GITHUB_OWN =
  /^(?:topics|orgs|features|collections|sponsors|marketplace|search|settings|trending|blog|about|apps|explore|login)$/i;
const HUGGING_FACE_OWN =
  /^(?:blog|docs|learn|posts|api|collections|papers|models|datasets|spaces|tasks|join|login|pricing|organizations|new|settings|chat)$/i;
const NAME = /^[\w.-]{1,100}$/;

/** `null` for every other page, also those within a repository. */
export function repositoryAt(address: string): RepositoryAddress | null {
  const url = URL.parse(address);
  const host = url?.hostname.replace(/^www\./, '');
  const path = url?.pathname.split('/').filter(Boolean) ?? [];
  if (host === 'github.com') return githubAt(path);
  return host === 'huggingface.co' ? huggingFaceAt(path) : null;
}

function githubAt([owner = '', name = '', ...more]: string[]): RepositoryAddress | null {
  if (more.length > 0 || GITHUB_OWN.test(owner) || !NAME.test(owner) || !NAME.test(name)) return null;
  return { site: 'github', owner, name: name.replace(/\.git$/, '') };
}

function huggingFaceAt(path: string[]): RepositoryAddress | null {
  const [first = ''] = path;
  const what = first === 'datasets' || first === 'spaces' ? first : 'models';
  const [owner = '', name = '', ...more] = what === 'models' ? path : path.slice(1);
  if (more.length > 0 || HUGGING_FACE_OWN.test(owner) || !NAME.test(owner) || !NAME.test(name)) return null;
  return { site: 'hugging-face', what, id: `${owner}/${name}` };
}
