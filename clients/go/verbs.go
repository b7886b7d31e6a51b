package main

import (
	"context"
	"os"
	"time"

	"polyrpc.test/clients/go/gen/commonv1"
	"polyrpc.test/clients/go/gen/productv1"
	"polyrpc.test/clients/go/gen/returnsv1"
	"polyrpc.test/clients/go/rpc"
)

// session is a connection with the time that each of its calls has.
type session struct {
	conn    *rpc.Conn
	timeout time.Duration
}

// call gives a call its deadline, and what every call carries.
func (s session) call(requestID string) (context.Context, context.CancelFunc, *commonv1.CallContext) {
	ctx, cancel := context.WithTimeout(context.Background(), s.timeout)
	return ctx, cancel, s.conn.Context(ctx, requestID)
}

func (s session) products() *productv1.ProductMgmtServiceClient {
	return productv1.NewProductMgmtServiceClient(s.conn)
}

func (s session) get(productID string) error {
	ctx, cancel, call := s.call(newID())
	defer cancel()
	answer, err := s.products().GetProduct(ctx, call, &productv1.GetProductRequest{ProductID: productID})
	if err != nil {
		return err
	}
	return show(os.Stdout, answer.Product)
}

// list shows the whole catalogue, page by page.
func (s session) list(pageSize int32) error {
	request := &productv1.ListProductsRequest{PageSize: pageSize}
	for {
		page, err := s.page(request)
		if err != nil {
			return err
		}
		if err := showAll(page.Products); err != nil {
			return err
		}
		if page.NextPageToken == "" {
			return nil
		}
		request.PageToken = page.NextPageToken
	}
}

func (s session) page(request *productv1.ListProductsRequest) (*productv1.ListProductsResponse, error) {
	ctx, cancel, call := s.call(newID())
	defer cancel()
	return s.products().ListProducts(ctx, call, request)
}

func (s session) adjust(productID string, change int32, requestID string) error {
	ctx, cancel, call := s.call(requestID)
	defer cancel()
	request := &productv1.AdjustInventoryRequest{ProductID: productID, Change: change, RequestID: requestID}
	answer, err := s.products().AdjustInventory(ctx, call, request)
	if err != nil {
		return err
	}
	return show(os.Stdout, answer.Event)
}

// watch polls what gRPC streams: each answer says after which position to go on.
func (s session) watch(after int64, count int) error {
	wait := int32(min(s.timeout.Milliseconds()/2, 20_000)) // the answer must come before the call's time is over
	for count > 0 {
		request := &productv1.WatchInventoryRequest{After: &after, Limit: int32(min(count, 1000)), WaitMs: wait}
		polled, err := s.poll(request)
		if err != nil {
			return err
		}
		if err := showAll(polled.Events); err != nil {
			return err
		}
		count -= len(polled.Events)
		after = polled.NextAfter
	}
	return nil
}

func (s session) poll(request *productv1.WatchInventoryRequest) (*productv1.WatchInventoryResponse, error) {
	ctx, cancel, call := s.call(newID())
	defer cancel()
	return s.products().WatchInventory(ctx, call, request)
}

// returns shows the latest ones.
func (s session) returns(pageSize int32) error {
	ctx, cancel, call := s.call(newID())
	defer cancel()
	request := &returnsv1.ListReturnsRequest{PageSize: pageSize}
	page, err := returnsv1.NewReturnServiceClient(s.conn).ListReturns(ctx, call, request)
	if err != nil {
		return err
	}
	return showAll(page.ProductReturns)
}
