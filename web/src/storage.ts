// The browser's storage, or one that forgets where the browser refuses it.

/** Returns the storage for this page: `localStorage` where it can be written, and a map in memory elsewhere. */
export function pageStorage(): Storage {
  try {
    const probe = "throughline:probe";
    localStorage.setItem(probe, probe);
    localStorage.removeItem(probe);
    return ownKeys(localStorage);
  } catch {
    return inMemory();
  }
}

// Other pages of the same origin may keep things of their own, so clearing takes only the keys of this page.
function ownKeys(storage: Storage): Storage {
  const keys = () => Object.keys(storage).filter((key) => /^(graphiql|throughline):/.test(key));
  return {
    getItem: (key) => storage.getItem(key),
    setItem: (key, value) => storage.setItem(key, value),
    removeItem: (key) => storage.removeItem(key),
    key: (index) => keys()[index] ?? null,
    clear: () => keys().forEach((key) => storage.removeItem(key)),
    get length() {
      return keys().length;
    },
  };
}

function inMemory(): Storage {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
    key: (index) => [...values.keys()][index] ?? null,
    clear: () => values.clear(),
    get length() {
      return values.size;
    },
  };
}
