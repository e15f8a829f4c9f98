import { Deck, shuffled } from '../../sample/deck.js';
import { Random } from '../../sample/random.js';

it('deals its whole composition before it begins again', () => {
  const deck = new Deck(new Random(1), [
    ['often', 3],
    ['rarely', 1],
  ]);
  for (let round = 0; round < 10; round++) {
    const dealt = Array.from({ length: 4 }, () => deck.deal());
    expect(dealt.toSorted()).toEqual(['often', 'often', 'often', 'rarely']);
  }
});

it('shuffles without losing a card', () => {
  expect(shuffled(['a', 'b', 'c', 'd'], new Random(2)).toSorted()).toEqual(['a', 'b', 'c', 'd']);
});

it('keeps false, zero and the empty text as cards', () => {
  const cards = [false, 0, ''].map((card) => new Deck(new Random(1), [[card, 1]]).deal());
  expect(cards).toEqual([false, 0, '']);
});
