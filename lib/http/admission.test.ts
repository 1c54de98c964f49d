import { describe, expect, it } from 'vitest';
import { Admission } from './admission';

const OVERLOADED = expect.objectContaining({ code: 'overloaded' });

describe('Admission', () => {
  it('lets in what fits, and refuses one byte more', () => {
    const admission = new Admission({ queueBytes: 100, queueRequests: 10 });
    admission.enter(60);
    expect(() => admission.enter(41)).toThrow(OVERLOADED);
    admission.enter(40);
    expect(() => admission.enter(1)).toThrow(OVERLOADED);
  });

  it('refuses one request more than it may hold', () => {
    const admission = new Admission({ queueBytes: 100, queueRequests: 2 });
    const first = admission.enter(1);
    admission.enter(1);
    expect(() => admission.enter(1)).toThrow(OVERLOADED);
    first.leave();
    admission.enter(1);
  });

  it('lets one in when nothing waits, however large, and nobody beside it', () => {
    const admission = new Admission({ queueBytes: 100, queueRequests: 10 });
    const large = admission.enter(1000);
    large.count(1000);
    expect(() => admission.enter(1)).toThrow(OVERLOADED);
    large.leave();
    admission.enter(100);
  });

  it('counts what was not announced as it comes', () => {
    const admission = new Admission({ queueBytes: 100, queueRequests: 10 });
    const chunked = admission.enter(0);
    chunked.count(500);
    expect(() => admission.enter(1)).toThrow(OVERLOADED);
    chunked.leave();
    const one = admission.enter(0);
    const other = admission.enter(0);
    one.count(60);
    expect(() => other.count(41)).toThrow(OVERLOADED);
    other.leave();
    one.count(40);
    expect(() => admission.enter(1)).toThrow(OVERLOADED);
  });

  it('keeps little room for what is announced and does not come', () => {
    const admission = new Admission({ queueBytes: 16e6, queueRequests: 10 });
    const silent = admission.enter(64e6);
    admission.enter(1e6).count(1e6);
    expect(() => admission.enter(15e6)).toThrow(OVERLOADED);
    silent.count(14e6);
    expect(() => silent.count(2e6)).toThrow(OVERLOADED);
  });

  it('has all its room again when everybody has left', () => {
    const admission = new Admission({ queueBytes: 100, queueRequests: 10 });
    const all = [admission.enter(30), admission.enter(0), admission.enter(20)];
    for (const [at, admitted] of all.entries()) admitted.count(10 * at);
    for (const admitted of all) admitted.leave();
    admission.enter(0);
    admission.enter(100);
    expect(() => admission.enter(1)).toThrow(OVERLOADED);
  });
});
