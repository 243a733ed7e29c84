// How a newcomer's ports are taken; a root's part, like start.ts.

/** Takes any free port when the wanted one is taken: a newcomer has other things to do than to look for one. */
export async function listenNear<Server>(
  port: number,
  listen: (port: number) => Promise<Server>,
): Promise<Server> {
  try {
    return await listen(port);
  } catch (error) {
    const taken = (error as { code?: string }).code === 'EADDRINUSE' || /in use/.test(String(error));
    if (!taken || port === 0) throw error;
    return await listen(0);
  }
}
