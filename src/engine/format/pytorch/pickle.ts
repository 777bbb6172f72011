import { narrowed, PickleMachine } from './machine';
import { GlobalName, type Pickled } from './pickled';

type Opcode = (machine: PickleMachine) => void;

/** Only text names anything: turning nested lists into text could take for ever. */
function globalOf(m: PickleMachine, module: Pickled, name: Pickled): GlobalName {
  if (typeof module !== 'string' || typeof name !== 'string')
    return m.fail('it names Python code by something that is no text');
  return new GlobalName(`${module}.${name}`);
}

/** Text between quotes, as protocol 0 writes strings: escapes stay as they are, because names of weights have none. */
const unquoted = (text: string): string => text.replace(/^(['"])(.*)\1$/s, '$2');

function pair(m: PickleMachine, use: (second: Pickled, first: Pickled) => void): void {
  const second = m.pop();
  use(second, m.pop());
}

function tuple(m: PickleMachine, length: number): void {
  const items = Array.from({ length }, () => m.pop());
  m.push(items.reverse());
}

/**
 * What each opcode of protocols 0 to 5 does to the stack. Extension codes and out-of-band buffers are left out: torch
 * never writes them.
 */
const OPCODES: ReadonlyMap<number, Opcode> = new Map<number, Opcode>([
  [0x80, (m) => void m.byte()], // PROTO
  [0x95, (m) => void m.longLength()], // FRAME
  [0x2e, (m) => void (m.done = true)], // STOP
  [0x28, (m) => m.mark()], // MARK
  [0x30, (m) => void m.pop()], // POP
  [0x31, (m) => void m.popMark()], // POP_MARK
  [0x32, (m) => m.push(m.top())], // DUP
  [0x4e, (m) => m.push(null)], // NONE
  [0x88, (m) => m.push(true)], // NEWTRUE
  [0x89, (m) => m.push(false)], // NEWFALSE
  [0x4a, (m) => m.push(m.int())], // BININT
  [0x4b, (m) => m.push(m.byte())], // BININT1
  [0x4d, (m) => m.push(m.word())], // BININT2
  [0x49, (m) => m.push(decimal(m, m.line()))], // INT
  [0x4c, (m) => m.push(decimal(m, m.line().replace(/L$/, '')))], // LONG
  [0x8a, (m) => m.push(m.wholeNumber(m.byte()))], // LONG1
  [0x8b, (m) => m.push(m.wholeNumber(m.int()))], // LONG4
  [0x46, (m) => m.push(Number(m.line()))], // FLOAT
  [0x47, (m) => m.push(m.double())], // BINFLOAT
  [0x53, (m) => m.push(unquoted(m.line()))], // STRING
  [0x54, (m) => m.push(m.text(m.int()))], // BINSTRING
  [0x55, (m) => m.push(m.text(m.byte()))], // SHORT_BINSTRING
  [0x56, (m) => m.push(m.line())], // UNICODE
  [0x58, (m) => m.push(m.text(m.length()))], // BINUNICODE
  [0x8c, (m) => m.push(m.text(m.byte()))], // SHORT_BINUNICODE
  [0x8d, (m) => m.push(m.text(m.longLength()))], // BINUNICODE8
  [0x42, (m) => m.push(m.raw(m.length()))], // BINBYTES
  [0x43, (m) => m.push(m.raw(m.byte()))], // SHORT_BINBYTES
  [0x8e, (m) => m.push(m.raw(m.longLength()))], // BINBYTES8
  [0x96, (m) => m.push(m.raw(m.longLength()))], // BYTEARRAY8
  [0x5d, (m) => m.push([])], // EMPTY_LIST
  [0x61, (m) => appended(m, [m.pop()])], // APPEND
  [0x65, (m) => appended(m, m.popMark())], // APPENDS
  [0x6c, (m) => m.push(m.popMark())], // LIST
  [0x29, (m) => m.push([])], // EMPTY_TUPLE
  [0x74, (m) => m.push(m.popMark())], // TUPLE
  [0x85, (m) => tuple(m, 1)], // TUPLE1
  [0x86, (m) => tuple(m, 2)], // TUPLE2
  [0x87, (m) => tuple(m, 3)], // TUPLE3
  [0x7d, (m) => m.push(new Map())], // EMPTY_DICT
  [0x64, (m) => dict(m, m.popMark())], // DICT
  [0x73, (m) => pair(m, (value, key) => m.putInto(m.top(), [key, value]))], // SETITEM
  [0x75, (m) => filled(m, m.popMark())], // SETITEMS
  [0x8f, (m) => m.push([])], // EMPTY_SET
  [0x90, (m) => appended(m, m.popMark())], // ADDITEMS
  [0x91, (m) => m.push(m.popMark())], // FROZENSET
  [0x63, (m) => m.push(globalOf(m, m.line(), m.line()))], // GLOBAL
  [0x93, (m) => pair(m, (name, module) => m.push(globalOf(m, module, name)))], // STACK_GLOBAL
  [0x52, (m) => pair(m, (parts, callee) => m.call(callee, parts))], // REDUCE
  [0x81, (m) => pair(m, (parts, callee) => m.call(callee, parts))], // NEWOBJ
  [0x92, (m) => (m.pop(), pair(m, (parts, callee) => m.call(callee, parts)))], // NEWOBJ_EX
  [0x69, (m) => m.call(globalOf(m, m.line(), m.line()), m.popMark())], // INST
  [0x6f, (m) => objectOnMark(m, m.popMark())], // OBJ
  [0x62, (m) => m.setState(m.pop())], // BUILD
  [0x70, (m) => m.remember(Number(m.line()))], // PUT
  [0x71, (m) => m.remember(m.byte())], // BINPUT
  [0x72, (m) => m.remember(m.length())], // LONG_BINPUT
  [0x94, (m) => m.memoize()], // MEMOIZE
  [0x67, (m) => m.recall(Number(m.line()))], // GET
  [0x68, (m) => m.recall(m.byte())], // BINGET
  [0x6a, (m) => m.recall(m.length())], // LONG_BINGET
  [0x50, (m) => m.persistent(m.line())], // PERSID
  [0x51, (m) => m.persistent(m.pop())], // BINPERSID
]);

function decimal(m: PickleMachine, text: string): Pickled {
  // Protocol 0 writes booleans as numbers of two digits.
  if (text === '00' || text === '01') return text === '01';
  if (!/^-?\d{1,400}$/.test(text)) return m.fail(`${text.slice(0, 20)} is no number`);
  return narrowed(BigInt(text));
}

const appended = (m: PickleMachine, values: Pickled[]): void => m.appendTo(m.top(), values);
const filled = (m: PickleMachine, pairs: Pickled[]): void => m.putInto(m.top(), pairs);

function dict(m: PickleMachine, pairs: Pickled[]): void {
  m.push(new Map());
  filled(m, pairs);
}

function objectOnMark(m: PickleMachine, [callee = null, ...parts]: Pickled[]): void {
  m.call(callee, parts);
}

/** Steps of a pickle: half a million tensors take as many. More would fill the memory before they end. */
const MOST_STEPS = 16e6;

/** A pickle as data, and the Python names in it that stand for something unknown. */
export interface ReadPickle {
  readonly value: Pickled;
  readonly opaque: readonly string[];
  /** Bytes of an element of each storage it refers to. */
  readonly widths: ReadonlyMap<string, number>;
  /** One past its last byte. */
  readonly end: number;
}

/**
 * Reads a pickle as plain data. Nothing it names is ever looked up, imported or called: the few names torch uses for
 * containers and tensors have stand-ins here, all others become `OpaqueObject` notes.
 * @throws LensError `corrupt-model`
 */
export function readPickle(bytes: Uint8Array, where: string, from = 0): ReadPickle {
  const machine = new PickleMachine(bytes, where, from);
  for (let steps = 0; !machine.done; steps++) {
    if (steps > MOST_STEPS) return machine.fail(`it has more than ${MOST_STEPS} steps`);
    const code = machine.byte();
    const opcode = OPCODES.get(code);
    if (!opcode) return machine.fail(`the opcode 0x${code.toString(16)} is not known`);
    opcode(machine);
  }
  return { value: machine.pop(), opaque: [...machine.opaque], widths: machine.widths, end: machine.place };
}
