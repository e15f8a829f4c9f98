// Plans settlements with Numscript, in memory. Standard input: a JSON array of plans; standard output:
// the seconds of each pass, with and without reading the scripts, and what each kind of source paid.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"strings"
	"time"

	"github.com/formancehq/numscript"
)

type plan struct {
	Script   string            `json:"script"`
	Asset    string            `json:"asset"`
	Balances map[string]string `json:"balances"`
}

type result struct {
	// Of one pass over all plans: scripts read and run, and run only.
	Whole  []float64         `json:"whole"`
	Run    []float64         `json:"run"`
	Totals map[string]string `json:"totals"`
}

type store numscript.Balances

func (s store) GetBalances(_ context.Context, query numscript.BalanceQuery) (numscript.Balances, error) {
	found := numscript.Balances{}
	for account, assets := range query {
		found[account] = numscript.AccountBalance{}
		for _, asset := range assets {
			balance := new(big.Int)
			if known, ok := s[account][asset]; ok {
				balance.Set(known)
			}
			found[account][asset] = balance
		}
	}
	return found, nil
}

func (s store) GetAccountsMetadata(context.Context, numscript.MetadataQuery) (numscript.AccountsMetadata, error) {
	return numscript.AccountsMetadata{}, nil
}

const passes = 5

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	var plans []plan
	if err := json.NewDecoder(os.Stdin).Decode(&plans); err != nil {
		return err
	}
	stores := make([]store, len(plans))
	parsed := make([]numscript.ParseResult, len(plans))
	for i, each := range plans {
		stores[i] = store{}
		for account, text := range each.Balances {
			balance, ok := new(big.Int).SetString(text, 10)
			if !ok {
				return fmt.Errorf("not a whole number: %q", text)
			}
			stores[i][account] = numscript.AccountBalance{each.Asset: balance}
		}
		parsed[i] = numscript.Parse(each.Script)
		if errors := parsed[i].GetParsingErrors(); len(errors) > 0 {
			return fmt.Errorf("%s\n%s", numscript.ParseErrorsToString(errors, each.Script), each.Script)
		}
	}
	done := result{Totals: map[string]string{}}
	sums := map[string]*big.Int{}
	for pass := 0; pass < passes; pass++ {
		start := time.Now()
		for i, each := range plans {
			if _, err := numscript.Parse(each.Script).Run(context.Background(), nil, stores[i]); err != nil {
				return err
			}
		}
		done.Whole = append(done.Whole, time.Since(start).Seconds())
		start = time.Now()
		for i := range plans {
			ran, err := parsed[i].Run(context.Background(), nil, stores[i])
			if err != nil {
				return err
			}
			if pass > 0 {
				continue
			}
			for _, posting := range ran.Postings {
				kind, _, _ := strings.Cut(posting.Source, ":")
				if sums[kind] == nil {
					sums[kind] = new(big.Int)
				}
				sums[kind].Add(sums[kind], posting.Amount)
			}
		}
		done.Run = append(done.Run, time.Since(start).Seconds())
	}
	for kind, sum := range sums {
		done.Totals[kind] = sum.String()
	}
	return json.NewEncoder(os.Stdout).Encode(done)
}
