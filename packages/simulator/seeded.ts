/** Random draws that depend on a key and on nothing else: the same key gives the same draws on every machine. */
export interface Draws {
  /** 0 ≤ x < 1. */
  unit(): number;
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number;
  chance(probability: number): boolean;
  /** One of the list, all equally likely. */
  pick<Item>(list: readonly Item[]): Item;
  /** One of the list, each as likely as its weight. */
  pickWeighted<Item extends { weight: number }>(list: readonly Item[]): Item;
  /** Standard normal distribution. */
  normal(): number;
}

/** 32-bit FNV-1a of the text. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/** The finaliser of MurmurHash3: every bit of the input touches every bit of the output. */
function mix(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/**
 * Draws keyed by the parts, for example `seeded(7, 'station', 12)`. A Weyl sequence through a mixer: plenty for a
 * plausible sample, and keyed so that no draw depends on the order in which things are made. Not for secrets.
 */
export function seeded(...key: (string | number)[]): Draws {
  const text = key.join('\u001f');
  let state = mix(hash(text)) ^ mix(hash(`${text}\u001f`));
  const next = () => {
    state = (state + 0x9e3779b9) | 0;
    return mix(state);
  };
  // 53 bits, so that long lists and normals are not grained.
  const unit = () => ((next() >>> 5) * 0x4000000 + (next() >>> 6)) / 0x20000000000000;
  const whole = (from: number, to: number) => from + Math.floor(unit() * (to - from + 1));
  return {
    unit,
    whole,
    chance: (probability) => unit() < probability,
    pick(list) {
      if (list.length === 0) throw new Error('Nothing to pick from');
      return list[whole(0, list.length - 1)] as (typeof list)[number];
    },
    pickWeighted(list) {
      let left = unit() * list.reduce((sum, item) => sum + item.weight, 0);
      for (const item of list) {
        left -= item.weight;
        if (left < 0) return item;
      }
      throw new Error('Nothing to pick from');
    },
    normal: () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit()),
  };
}
