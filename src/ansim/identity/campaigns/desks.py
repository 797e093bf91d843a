"""What of campaigns the vault answers, and to whom: the console hands in and asks, the sender alone is told numbers."""

from ansim import rpc
from ansim.identity.campaigns.calls import (
    AgreeCampaign,
    AskCampaign,
    CampaignsToAgree,
    CampaignsToSend,
    NumbersFor,
    StopCampaign,
    ToldAlone,
)
from ansim.identity.campaigns.campaign_desk import CampaignDesk
from ansim.identity.campaigns.number_desk import NumberDesk
from ansim.identity.staff.warrant_desk import WarrantDesk


def console_campaigns(warrants: WarrantDesk) -> rpc.Handlers:
    """What the console may ask."""
    desk = CampaignDesk(warrants)
    return {
        AskCampaign: desk.ask,
        AgreeCampaign: desk.agree,
        CampaignsToAgree: desk.waiting,
        ToldAlone: desk.told_alone,
        StopCampaign: desk.stop,
    }


def sender_campaigns(warrants: WarrantDesk) -> rpc.Handlers:
    """What the sender may ask, on a socket and under a key of its own."""
    desk = NumberDesk(warrants)
    return {CampaignsToSend: desk.to_send, NumbersFor: desk.numbers}
