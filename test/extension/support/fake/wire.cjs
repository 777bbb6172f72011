'use strict';

/** Ids of the calls that were cancelled. */
exports.cancelled = new Set();
exports.say = (message) => process.send(message);
exports.paper = { authors: 'Doe & Roe', year: 2020, title: 'A paper', url: 'https://example.org/paper' };
